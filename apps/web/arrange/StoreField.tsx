import { useStatus } from "../data/use-status.ts";
import { SelectRow } from "../forms/fields.tsx";

/** Which store is asked; nothing where there is only one. */
export function StoreField({ value, onChange }: { value: string; onChange: (store: string) => void }) {
  const status = useStatus();
  const names = (status.data?.stores ?? []).map(({ name }) => name);
  const known = value === "" || names.includes(value) ? names : [...names, value];
  if (known.length < 2 && value === "") return null;
  return (
    <SelectRow
      label="Store"
      value={value}
      onChange={onChange}
      options={[{ id: "", label: "The default one" }, ...known.map((name) => ({ id: name, label: name }))]}
    />
  );
}
