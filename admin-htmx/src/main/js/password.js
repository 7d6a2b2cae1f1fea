// Shows the passwords of a form while its box is checked.

const box = document.querySelector('[data-show-passwords]');
if (box) {
  const fields = [...box.closest('form').querySelectorAll('input[type="password"]')];
  box.hidden = false;
  box.addEventListener('change', (event) => {
    for (const field of fields) field.type = event.target.checked ? 'text' : 'password';
  });
}
