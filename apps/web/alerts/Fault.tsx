import "../style/alerts-forms.css";
import { CircleAlert } from "lucide-react";

/** Why something was refused. */
export function Fault({ words }: { words: string | undefined }) {
  if (words === undefined) return null;
  return (
    <p role="alert" className="form-fault">
      <CircleAlert size={14} aria-hidden /> {words}
    </p>
  );
}
