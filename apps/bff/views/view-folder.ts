import { type FSWatcher, watch } from "node:fs";
import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, extname, join, sep } from "node:path";
import { limits, Refusal, type Status, type View, type ViewFolder } from "@mission-control/contracts";
import type { Clock, Undo } from "@mission-control/series";
import type { ReadViewText } from "./views-thread.ts";

/** A change is read once nothing has changed for so long: a file that is being written, or a folder unpacked, is one. */
const SETTLE_MS = 300;
/** Not every file system tells of changes, and a folder may come later: so often it is looked at without being told. */
const LOOK_MS = 10_000;

/** Faults that are told on every page; the others only where views are listed. */
const PROBLEMS_TOLD = 3;

/** A view that stands in a file, and when the file was changed last. */
interface FileView {
  readonly view: View;
  readonly file: string;
  readonly savedMs: number;
}

type Fault = ViewFolder["faults"][number];

/** What a file came to; `signature` says whether it is still the same file. */
interface ReadFile {
  readonly signature: string;
  readonly views: readonly FileView[];
  readonly fault?: Fault;
}

/** See `createViewFolder`. */
export type ViewFolderReader = ReturnType<typeof createViewFolder>;

/**
 * The views of a folder of YAML files, which are read again when they change. A file that cannot be used says so and harms
 * no other; one that could be used before stays as it was until it is mended.
 */
export function createViewFolder(options: {
  /** Undefined where there is none. */
  path: string | undefined;
  clock: Clock;
  read: ReadViewText;
  /** The slugs that are not free, each with whose it is: what is built in or saved keeps its name. */
  taken: () => Promise<ReadonlyMap<string, string>>;
  onError: (error: unknown) => void;
}) {
  const { path, clock, read, taken, onError } = options;
  let known = new Map<string, ReadFile>();
  let views = new Map<string, FileView>();
  let faults: readonly Fault[] = [];
  let running: Promise<void> | undefined;
  let again = false;

  async function readAll(folder: string): Promise<void> {
    const told: Fault[] = [];
    const names = await namesIn(folder, told);
    const files = new Map<string, ReadFile>();
    for (const name of names) files.set(name, await readOne(folder, name, known.get(name)));
    const found = new Map<string, FileView>();
    const others = await taken();
    for (const { fault, views: own } of files.values()) {
      if (fault !== undefined) told.push(fault);
      for (const each of own) {
        const { slug } = each.view;
        const other = others.get(slug) ?? found.get(slug)?.file;
        if (other === undefined) found.set(slug, each);
        else told.push({ file: each.file, message: nameTaken(slug, other) });
      }
    }
    known = files;
    views = found;
    faults = told;
  }

  async function readOne(folder: string, name: string, before: ReadFile | undefined): Promise<ReadFile> {
    const faulty = (signature: string, message: string, line?: number): ReadFile => {
      const stays = before !== undefined && before.views.length > 0;
      const words = stays ? `${message}. What it was before is shown until it is mended.` : message;
      const fault = { file: name, message: words, ...(line !== undefined && { line }) };
      return { signature, views: before?.views ?? [], fault };
    };
    try {
      const target = await realpath(join(folder, name));
      if (!target.startsWith(join(await realpath(folder), sep)))
        return {
          signature: "",
          views: [],
          fault: { file: name, message: "it is a link that leads out of the folder" },
        };
      const { size, mtimeMs, ino, isFile } = await about(target);
      const signature = `${ino} ${size} ${mtimeMs}`;
      if (before?.signature === signature) return before;
      if (!isFile) return { signature, views: [], fault: { file: name, message: "it is no file" } };
      if (size > limits.viewFileBytes)
        return faulty(signature, `it has more than ${limits.viewFileBytes / 2 ** 20} MiB`);
      const text = (await readFile(target, "utf8")).replace(/^\uFEFF/, "");
      const done = await read({ text, name: basename(name, extname(name)) });
      if (!done.ok) {
        const [first, ...more] = done.faults;
        const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
        const where = first?.path === "" || first === undefined ? "" : `${first.path}: `;
        return faulty(signature, `${where}${first?.message ?? "it cannot be read"}${others}`, first?.line);
      }
      const own = done.views.map((view): FileView => ({ view, file: name, savedMs: mtimeMs }));
      return { signature, views: own };
    } catch (error) {
      if (!(error instanceof Refusal) && !isOfDisk(error)) throw error;
      return faulty("", diskWords(error));
    }
  }

  /** Reads what changed. One run at a time; what changes during one is read by the next. */
  function readAgain(): Promise<void> {
    if (path === undefined) return Promise.resolve();
    if (running !== undefined) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await readAll(path).catch(onError);
      } while (again);
    })().finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    path,
    readAgain,
    /** By slug. */
    views: (): ReadonlyMap<string, FileView> => views,
    told: (): ViewFolder | undefined => (path === undefined ? undefined : { path, faults: [...faults] }),
    problems: (): Status["problems"] => (path === undefined ? [] : problemsOf(path, faults)),
    /** Looks out for changes until it is stopped. */
    watch(): Undo {
      if (path === undefined) return () => {};
      let settle: Undo = () => {};
      let watcher: FSWatcher | undefined;
      const look = () => {
        watcher ??= watched(
          path,
          () => {
            settle();
            settle = clock.after(SETTLE_MS, () => void readAgain());
          },
          () => {
            watcher = undefined;
          },
        );
        void readAgain();
      };
      look();
      const stopLooking = clock.every(LOOK_MS, look);
      return () => {
        stopLooking();
        settle();
        watcher?.close();
      };
    },
  };
}

/** Undefined where the folder is not there, or the system has no watch to give; it is then looked at now and then. */
function watched(folder: string, onChange: () => void, onEnd: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, onChange);
    watcher.on("error", () => {
      watcher.close();
      onEnd();
    });
    return watcher;
  } catch {
    return undefined;
  }
}

async function namesIn(folder: string, told: Fault[]): Promise<string[]> {
  let all: string[];
  try {
    all = await readdir(folder);
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    told.push({ file: "", message: diskWords(error) });
    return [];
  }
  const names = all.filter((name) => !name.startsWith(".") && /\.(ya?ml|json)$/i.test(name)).sort();
  if (names.length > limits.viewFiles)
    told.push({
      file: "",
      message: `there are ${names.length} files in the folder; the first ${limits.viewFiles} by name are read`,
    });
  return names.slice(0, limits.viewFiles);
}

async function about(path: string) {
  const { size, mtimeMs, ino } = await stat(path);
  return { size, mtimeMs, ino, isFile: (await lstat(path)).isFile() };
}

function nameTaken(slug: string, by: string): string {
  return `its view "${slug}" has the name of another (${by}); give one of them another slug`;
}

function problemsOf(path: string, faults: readonly Fault[]): Status["problems"] {
  const words = faults.map(({ file, line, message }) => {
    if (file === "") return `The folder of views ${path}: ${message}.`;
    return `The view file ${join(path, file)}${line === undefined ? "" : `, line ${line}`}: ${message}`;
  });
  const first = words.slice(0, PROBLEMS_TOLD);
  const more = words.length - first.length;
  if (more > 0) first.push(`${more} more files of views cannot be used; the Views page lists them.`);
  return first.map((message) => ({ code: "view_file", message }));
}

/** A fault of the file system: a file that is gone again, or may not be read. */
function isOfDisk(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}

function diskWords(error: Error): string {
  if (!isOfDisk(error)) return error.message;
  if (error.code === "ENOENT") return "it is not there";
  if (error.code === "EACCES") return "this process may not read it; give it the right to";
  return error.message;
}
