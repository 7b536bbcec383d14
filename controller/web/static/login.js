// A link with the token behind # logs in by itself: the part behind # never
// leaves the browser with a request, so that it stays out of every log.
const token = location.hash.slice(1);
if (token) {
  history.replaceState(null, "", location.pathname + location.search);
  const form = document.getElementById("token");
  form.elements.token.value = token;
  form.requestSubmit();
}
