import type { Clock, Undo } from "@mission-control/series";

/** What a worker says: that it can begin, and each task's result. */
export type FromWorker<Result> = "ready" | { readonly result: Result };

/** A worker of one's own, which can be ended in the middle of anything. */
export interface WorkerPort<Task, Result> {
  post(task: Task): void;
  onMessage(listener: (message: FromWorker<Result>) => void): Undo;
  end(): void;
}

/** How a task ended: by its own result, or because the worker took longer than the bound and was ended. */
export type Ended<Result> = { readonly result: Result } | { readonly timedOut: true };

/**
 * Runs tasks in a worker one after the other, each for `boundMs` at most: then the worker is ended, and the next task gets a
 * new one. Of tasks that wait only the newest is run; of those before it nothing more is heard.
 */
export function createBoundedRunner<Task, Result>(options: {
  clock: Clock;
  boundMs: number;
  open: () => WorkerPort<Task, Result>;
}) {
  const { clock, boundMs, open } = options;
  interface Order {
    readonly task: Task;
    readonly done: (ended: Ended<Result>) => void;
  }
  let worker: WorkerPort<Task, Result> | undefined;
  let ready = false;
  let running: Order | undefined;
  let waiting: Order | undefined;
  let unbound: Undo = () => {};

  function close(): void {
    unbound();
    worker?.end();
    worker = undefined;
    ready = false;
  }

  function finish(ended: Ended<Result>): void {
    const order = running;
    running = undefined;
    unbound();
    // Whoever was overtaken wants to hear nothing.
    if (waiting === undefined) order?.done(ended);
    next();
  }

  function next(): void {
    if (running !== undefined || waiting === undefined) return;
    worker ??= begin();
    if (!ready) return;
    running = waiting;
    waiting = undefined;
    unbound = clock.after(boundMs, () => {
      close();
      finish({ timedOut: true });
    });
    worker.post(running.task);
  }

  /** A worker that cannot even begin answers whoever waits for it; the next task tries with another. */
  function giveUp(): void {
    running = waiting;
    waiting = undefined;
    close();
  }

  function begin(): WorkerPort<Task, Result> {
    const port = open();
    port.onMessage((message) => {
      if (port !== worker) return;
      if (message !== "ready") {
        if (!ready) giveUp();
        return finish(message);
      }
      ready = true;
      next();
    });
    return port;
  }

  return {
    /** Runs a task as soon as the one that runs has ended, unless a newer one comes before. */
    run(task: Task, done: (ended: Ended<Result>) => void): void {
      waiting = { task, done };
      next();
    },
    /** Forgets what runs and what waits. */
    stop(): void {
      running = undefined;
      waiting = undefined;
      close();
    },
  };
}
