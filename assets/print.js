// What carries `data-print` opens the printer's dialog of the browser; where there is none (WeChat), its menu does.
document.addEventListener("click", function (event) {
  if (event.target.closest("[data-print]")) window.print();
});
