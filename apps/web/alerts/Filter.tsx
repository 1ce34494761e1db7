/** One of several that is shown, or `any`. */
export function Filter(props: {
  label: string;
  any?: string;
  value: string | undefined;
  options: readonly { readonly id: string; readonly label: string }[];
  onChange: (id: string | undefined) => void;
}) {
  const { label, any, value, options, onChange } = props;
  const isKnown = value === undefined || options.some(({ id }) => id === value);
  return (
    <select
      className="alerts-filter"
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
    >
      {any !== undefined && <option value="">{any}</option>}
      {!isKnown && <option value={value}>{value}</option>}
      {options.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}
