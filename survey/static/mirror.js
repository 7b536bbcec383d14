// The sleeping tablet is a mirror of its counter: the number that is served
// there, and the post of its official where the center gives one.
import {say, text} from "./words.js";

const counter = document.body.dataset.counter;

// mirror shows the counter as it is now and resolves to the sequence it was true at.
export async function mirror(read) {
  const board = await read("/api/v1/board");
  const c = board.counters?.find((c) => c.id === counter);
  const held = c?.ticket;
  const big = document.getElementById("big");
  const doing = document.getElementById("doing");
  doing.dataset.t = held?.state === "called" ? "survey.calls" : "survey.serves";
  doing.textContent = say(doing.dataset.t);
  doing.hidden = !held;
  if (held) {
    delete big.dataset.t;
    big.textContent = held.number;
  } else {
    big.dataset.t = "survey.counter";
    big.textContent = say("survey.counter", big.dataset);
  }
  const post = document.getElementById("post");
  post.hidden = !c?.post?.vi;
  if (c?.post?.vi) Object.assign(post.dataset, c.post);
  post.textContent = c?.post ? text(c.post) : "";
  return board.seq;
}
