// What this tablet has asked, across the reloads of its page. It knows tokens alone, and forgets them with the browser.
const most = 20;

const read = (name) => JSON.parse(sessionStorage.getItem(name) ?? "[]");
const write = (name, tokens) => sessionStorage.setItem(name, JSON.stringify(tokens));

// over tells whether a question was answered or left; it is not asked again.
export const over = (token) => read("over").includes(token);

export function end(token) {
  write("over", [...read("over"), token].slice(-most));
}

// again lets a question be asked once more.
export function again(token) {
  write("over", read("over").filter((t) => t !== token));
}

// hold keeps a question that nobody but its scanned code would bring back.
export const hold = (question) => write("held", question === null ? [] : [question]);
export const held = () => read("held")[0] ?? null;
