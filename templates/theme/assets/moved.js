// A page that moved: on to the new address, with all that followed the old one. Without scripts the page itself leads there.
const moved = document.querySelector("[data-cb-moved]");
location.replace(moved.href + location.search + location.hash);
