// A letter's code stands behind the # of its address, which browsers never send: it is put into the form and posted.
// The address keeps it, so that a page loaded again opens the same letter. Without this script the code is typed.
(function () {
  var form = document.getElementById("letter");
  var code = decodeURIComponent(window.location.hash.slice(1)).replace(/[^0-9A-Za-z]/g, "");
  if (!form || code.length !== 12) return;
  form.action = "/join#" + code;
  document.getElementById("code").value = code;
  if (document.querySelector("[role=alert]")) return; // the letter was refused just now
  document.getElementById("opening").hidden = false;
  form.hidden = true;
  form.submit();
})();
