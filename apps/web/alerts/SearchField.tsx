import { Search, X } from "lucide-react";
import { useRef, useState } from "react";
import { useActions } from "../actions/actions.ts";

/** A field for words that are looked for; the address follows it. */
export function SearchField(props: {
  label: string;
  placeholder: string;
  value: string | undefined;
  onChange: (text: string | undefined) => void;
}) {
  const { label, placeholder, value = "", onChange } = props;
  const [typed, setTyped] = useState(value);
  const [before, setBefore] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  useActions({ filter: () => field.current?.focus() });
  // The address is changed elsewhere too, by going back; what is typed is not undone by what was typed before it.
  if (before !== value) {
    setBefore(value);
    if (value !== typed.trim()) setTyped(value);
  }
  const type = (text: string) => {
    setTyped(text);
    onChange(text.trim() === "" ? undefined : text.trim());
  };
  return (
    <div className="alerts-search">
      <Search size={15} aria-hidden />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={typed}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => type(event.target.value)}
      />
      {typed !== "" && (
        <button type="button" className="icon-button" aria-label="Show all" onClick={() => type("")}>
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
