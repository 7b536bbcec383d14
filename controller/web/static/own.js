// Own figures: an explanation that was kept is read anew beside its figure.
import "/static/actions.js";

document.addEventListener("done", ({target}) => {
  const figure = target.closest("section").id;
  history.replaceState(null, "", `${location.pathname}?done#${figure}`);
  location.reload();
});
