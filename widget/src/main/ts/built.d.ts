declare module '*.css' {
  const text: string;
  export default text;
}
/** A module that was built before: its name, with a hash of what is in it. */
declare module '*.mjs' {
  const name: string;
  export default name;
}
