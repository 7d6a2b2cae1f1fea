// A basket that counts, so that the shop feels like one.
const shown = document.getElementById('basket');
const count = () => Number(sessionStorage.getItem('basket') ?? 0);
shown.textContent = count();
document.querySelector('.buy').addEventListener('click', () => {
  sessionStorage.setItem('basket', count() + 1);
  shown.textContent = count();
});
for (const link of document.querySelectorAll('nav a')) {
  if (link.search === location.search) link.setAttribute('aria-current', 'page');
}
