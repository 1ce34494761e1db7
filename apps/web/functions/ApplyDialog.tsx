import "../style/functions.css";
import type { CustomFunction } from "@mission-control/contracts";
import { signatureOf } from "@mission-control/functions";
import { Link } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { ArgumentFields } from "./ArgumentFields.tsx";
import { type Arguments, argumentsOf, pipedInto } from "./call.ts";
import { type KnownFunction, useFunctions } from "./use-functions.ts";

/** Puts a function after a lane's expression. */
export function ApplyDialog(props: {
  title: string;
  expr: string;
  /** Undefined where the lane itself cannot be changed here. */
  onReplace: ((expr: string) => void) | undefined;
  onBeside: (expr: string) => void;
  onClose: () => void;
}) {
  const { title, expr, onReplace, onBeside, onClose } = props;
  const { functions, error, isPending } = useFunctions();
  const [chosenName, choose] = useState<string>();
  const [given, setGiven] = useState<Arguments>({});
  const fn = functions.find(({ name }) => name === chosenName) ?? functions[0];
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className="modal">
        <Dialog className="dialog export apply">
          <header>
            <Heading slot="title">Apply a function to {title}</Heading>
            <Button slot="close" aria-label="Close" className="icon-button">
              <X size={16} aria-hidden />
            </Button>
          </header>
          {error !== null && (
            <p role="alert" className="text-bad">
              {error.message}
            </p>
          )}
          {fn === undefined ? (
            <p>{isPending ? "Looking for functions…" : "There is no function yet."}</p>
          ) : (
            <>
              <ChooseFunction functions={functions} chosen={fn} onChoose={choose} />
              <ArgumentFields fn={fn} given={given} withHelp onChange={setGiven} />
              <Result
                key={fn.name}
                expr={expr}
                fn={fn}
                given={given}
                onReplace={onReplace}
                onBeside={onBeside}
                onClose={onClose}
              />
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function ChooseFunction(props: {
  functions: readonly KnownFunction[];
  chosen: KnownFunction;
  onChoose: (name: string) => void;
}) {
  const { functions, chosen, onChoose } = props;
  return (
    <div className="field">
      <label htmlFor="apply-function">Function</label>
      <select
        id="apply-function"
        className="mono"
        value={chosen.name}
        onChange={(event) => onChoose(event.target.value)}
      >
        {functions.map((each) => (
          <option key={each.name} value={each.name}>
            {signatureOf(each)}
          </option>
        ))}
      </select>
      <small>{chosen.description}</small>
    </div>
  );
}

/** What the lane would be, and the ways to have it. */
function Result(props: {
  expr: string;
  fn: CustomFunction;
  given: Arguments;
  onReplace: ((expr: string) => void) | undefined;
  onBeside: (expr: string) => void;
  onClose: () => void;
}) {
  const { expr, fn, given, onReplace, onBeside, onClose } = props;
  const args = argumentsOf(fn, given);
  const piped = "missing" in args ? undefined : pipedInto(expr, fn.name, args.args);
  return (
    <>
      {piped === undefined ? (
        <p>{"missing" in args && `Give ${args.missing} a value.`}</p>
      ) : (
        <code data-testid="apply-result">{piped}</code>
      )}
      <footer>
        <Link to="/functions" search={{ name: fn.name, expr }} className="apply-link" onClick={onClose}>
          See before and after
        </Link>
        <span className="grow" />
        {onReplace !== undefined && (
          <Button
            className="button"
            isDisabled={piped === undefined}
            onPress={() => piped !== undefined && onReplace(piped)}
          >
            Replace the lane
          </Button>
        )}
        <Button
          className="button"
          isDisabled={piped === undefined}
          onPress={() => piped !== undefined && onBeside(piped)}
        >
          Add a lane
        </Button>
      </footer>
    </>
  );
}
