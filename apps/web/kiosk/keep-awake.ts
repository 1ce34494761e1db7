/** Keeps the screen on, where the browser can, until it is undone. */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const take = () => {
    if (over || document.visibilityState !== "visible" || navigator.wakeLock === undefined) return;
    void navigator.wakeLock.request("screen").then(
      (taken) => {
        if (over) void taken.release();
        else lock = taken;
      },
      () => {
        // A device that saves power refuses; then it is as it is.
      },
    );
  };
  take();
  // It is taken away from a page that is hidden.
  document.addEventListener("visibilitychange", take);
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", take);
    void lock?.release();
  };
}
