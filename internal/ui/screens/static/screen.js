// Starts the screen of this page. The program reads the device from the body's
// data attributes, talks to /api/v1 with this browser's session, and follows the
// log through motcuaFollow: motcuaFollow(after, onEvent(seq, type, json),
// onReset()) returns the function that stops following.
import {follow} from "/static/live.js";

window.motcuaFollow = (after, onEvent, onReset) => {
  let stopped = false;
  const {stop} = follow(
    (e) => stopped || onEvent(e.seq, e.type, JSON.stringify(e.data ?? null)),
    () => {
      // The program reads the board again and then follows anew.
      if (!stopped) onReset();
      return new Promise(() => {});
    },
    {after, onScan: (answer) => stopped || onEvent(0, "scan", JSON.stringify(answer))},
  );
  return () => {
    stopped = true;
    stop();
  };
};

const message = document.getElementById("message");
try {
  const go = new Go();
  const {instance} = await WebAssembly.instantiateStreaming(fetch("/screens/screens.wasm"), go.importObject);
  message.hidden = true;
  await go.run(instance);
  throw new Error("the screen ended");
} catch (err) {
  console.error(err);
  message.hidden = false;
  const p = message.querySelector("p");
  p.textContent = document.body.dataset.failed;
  p.className = "missing";
}
