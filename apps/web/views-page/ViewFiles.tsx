import type { ViewFolder, ViewList } from "@mission-control/contracts";
import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert, RefreshCw } from "lucide-react";
import { useState } from "react";
import { ask } from "../data/ask.ts";
import { countOf } from "../format/text.ts";

/** The folder of views that stand in files: where it is, what is wrong with files of it, and the way to read it again. */
export function ViewFiles({ folder }: { folder: ViewFolder | undefined }) {
  const client = useQueryClient();
  const [said, setSaid] = useState("");
  if (folder === undefined) return null;
  const readAgain = async () => {
    setSaid("");
    const outcome = await ask<ViewList>("/api/views/read-again", { method: "POST" });
    if (!outcome.ok) return setSaid(outcome.failure.message);
    client.setQueryData(["views"], outcome.value);
    await client.invalidateQueries({ queryKey: ["view"] });
    const files = new Set(outcome.value.views.flatMap(({ file }) => file ?? []));
    setSaid(`Read again: views from ${countOf(files.size, "file")}.`);
  };
  const { path, faults } = folder;
  return (
    <section className="view-files" aria-labelledby="view-files">
      <h2 id="view-files">Views from files</h2>
      <p>
        YAML files in <code>{path}</code> stand here as views. They are read when they change; here they are
        only looked at, and saved as a copy.{" "}
        <button type="button" className="link-button" onClick={() => void readAgain()}>
          <RefreshCw size={12} aria-hidden /> Read again
        </button>{" "}
        <span role="status">{said}</span>
      </p>
      {faults.length > 0 && (
        <ul className="file-faults" aria-label="Files that cannot be used">
          {faults.map(({ file, line, message }) => (
            <li key={`${file} ${line} ${message}`}>
              <CircleAlert size={14} aria-hidden />
              <span>
                {file !== "" && (
                  <>
                    <code>{file}</code>
                    {line !== undefined && `, line ${line}`}:{" "}
                  </>
                )}
                {message}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
