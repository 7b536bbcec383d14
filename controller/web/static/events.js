// SharedWorker: one event stream for all pages of this origin. See hub.js.
import {Hub} from "./hub.js";

const hub = new Hub();

addEventListener("connect", (e) => {
  const port = e.ports[0];
  const send = (message) => port.postMessage(message);
  hub.add(send);
  port.onmessage = (e) => hub.receive(send, e.data);
});
