// The page has the tablet to itself: the whole screen from the first touch on,
// no zoom, no selection, no menu, no way back to another page, a screen that
// stays lit. What a page cannot do, pinning does (docs/survey.md).
export function lock() {
  const writing = (e) => e.target.closest?.("textarea");
  for (const kind of ["contextmenu", "dragstart", "selectstart"]) addEventListener(kind, (e) => writing(e) || e.preventDefault());
  addEventListener("wheel", (e) => e.ctrlKey && e.preventDefault(), {passive: false});
  addEventListener("touchmove", (e) => e.touches.length > 1 && e.preventDefault(), {passive: false});
  addEventListener("gesturestart", (e) => e.preventDefault());
  history.pushState(null, "");
  addEventListener("popstate", () => history.pushState(null, ""));
  addEventListener("pointerup", (e) => {
    if (e.pointerType === "touch" && !document.fullscreenElement) document.documentElement.requestFullscreen?.({navigationUI: "hide"}).catch(() => {});
  });
}

let lamp = null;

// light keeps the screen lit; the browser lets go of it whenever the page is out of sight.
export async function light() {
  lamp ??= await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
  lamp?.addEventListener("release", () => (lamp = null), {once: true});
}
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && light());
