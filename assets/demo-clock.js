// Lets the demo clock in the page's upper margin run on: the server gave its lead over this device's clock, in ms.
(function () {
  function show() {
    var place = document.querySelector("[data-demo-ahead]");
    if (!place || !place.firstChild) return;
    var time = new Date(Date.now() + Number(place.getAttribute("data-demo-ahead")));
    var wall = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: place.getAttribute("data-zone") };
    var text = new Intl.DateTimeFormat("en-GB", wall).format(time);
    if (place.firstChild.nodeValue !== text) place.firstChild.nodeValue = text;
  }
  setInterval(show, 5000);
})();
