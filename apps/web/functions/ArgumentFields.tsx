import type { CustomFunction, FunctionParameter } from "@mission-control/contracts";
import type { Arguments } from "./call.ts";
import { Field } from "./Field.tsx";

const examples: Record<FunctionParameter["type"], string> = {
  number: "100",
  duration: "5m",
  query: "sum(node_load1)",
};

/** A field for each argument of a call; an empty one stands for its default. */
export function ArgumentFields(props: {
  fn: Pick<CustomFunction, "parameters">;
  given: Arguments;
  withHelp?: boolean;
  onChange: (given: Arguments) => void;
}) {
  const { fn, given, withHelp = false, onChange } = props;
  return fn.parameters.map(({ name, type, default: standard, help }) => (
    <Field
      key={name}
      label={name}
      mono
      value={given[name] ?? ""}
      placeholder={
        standard !== undefined ? String(standard) : withHelp ? `such as ${examples[type]}` : "needed"
      }
      {...(withHelp && help !== "" && { hint: help })}
      onChange={(text) => onChange({ ...given, [name]: text })}
    />
  ));
}
