export { formatValue, unitLabel, valueText } from "@mission-control/contracts";
