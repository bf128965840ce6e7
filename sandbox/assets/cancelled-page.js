// X leaves the person on its page. Here they are taken back after a moment, so that nobody who only waits is stranded.
const BACK_AFTER_MILLISECONDS = 3000

const way = document.querySelector('a.main')
if (way) setTimeout(() => location.assign(way.href), BACK_AFTER_MILLISECONDS)
