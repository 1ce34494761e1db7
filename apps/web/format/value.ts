export { formatValue, type Shown, unitLabel, valueText } from "@mission-control/contracts";
