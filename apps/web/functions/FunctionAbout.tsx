import { signatureOf } from "@mission-control/functions";
import type { KnownFunction } from "./use-functions.ts";

const kinds = {
  map: "Looks at each value by itself.",
  query: "Looks at all series together.",
  series: "Looks at each series with all its values.",
};

/** A function that cannot be changed here, to be read. */
export function FunctionAbout({ fn }: { fn: KnownFunction }) {
  const looksBack = fn.lookback !== "0s" && fn.lookback !== "0";
  const shifts = fn.shift !== "0s" && fn.shift !== "0";
  return (
    <div className="function-about">
      <p className="function-lead">{fn.description}</p>
      <code className="function-signature">{signatureOf(fn)}</code>
      {fn.parameters.length > 0 && (
        <dl>
          {fn.parameters.map(({ name, default: standard, help }) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                {help === "" ? "" : `${help[0]?.toUpperCase()}${help.slice(1)}. `}
                {standard === undefined ? "Has to be given." : `${standard} where none is given.`}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="aside">
        {kinds[fn.kind === "map" ? "map" : fn.per]}
        {looksBack && ` Looks back: ${fn.lookback}.`}
        {shifts && ` Shows values from ${fn.shift} ago.`}
      </p>
    </div>
  );
}
