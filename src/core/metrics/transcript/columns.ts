/** Arrays of numbers of which a column can be made. */
type NumberArray = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;
type Maker = { new (length: number): NumberArray; readonly BYTES_PER_ELEMENT: number };

/** A table of numbers, a column an array: a hundred thousand rows are a few megabytes, and are kept and read back as they are. */
export interface Columns<Name extends string> {
  length: number;
  of: Record<Name, NumberArray>;
  readonly shape: Readonly<Record<Name, Maker>>;
}

const FIRST = 1024;

export function makeColumns<Name extends string>(shape: Readonly<Record<Name, Maker>>): Columns<Name> {
  const of = {} as Record<Name, NumberArray>;
  for (const name of names(shape)) of[name] = new shape[name](FIRST);
  return { length: 0, of, shape };
}

/** Makes room for one more row of zeros, and gives its number. */
export function room<Name extends string>(columns: Columns<Name>): number {
  const index = columns.length++;
  if (index < columns.of[names(columns.shape)[0]!].length) return index;
  for (const name of names(columns.shape)) {
    // A quarter more: doubling would for a moment need three times the memory.
    const larger = new columns.shape[name](Math.ceil(index * 1.25) + FIRST);
    larger.set(columns.of[name]);
    columns.of[name] = larger;
  }
  return index;
}

/** The rows as bytes, column after column in the order of the shape; to be read back by a machine of the same byte order. */
export function columnBytes<Name extends string>({ length, of, shape }: Columns<Name>): Uint8Array[] {
  return names(shape).map((name) => {
    const used = of[name].subarray(0, length);
    return new Uint8Array(used.buffer, used.byteOffset, used.byteLength);
  });
}

/** Fills an empty table with what `columnBytes` gave of `length` rows. @returns how many bytes that took; -1 when there are too few */
export function fillColumns<Name extends string>(columns: Columns<Name>, length: number, bytes: Uint8Array): number {
  let at = 0;
  for (const name of names(columns.shape)) {
    const array = new columns.shape[name](length + FIRST);
    const size = length * columns.shape[name].BYTES_PER_ELEMENT;
    if (at + size > bytes.length) return -1;
    new Uint8Array(array.buffer).set(bytes.subarray(at, at + size));
    columns.of[name] = array;
    at += size;
  }
  columns.length = length;
  return at;
}

function names<Name extends string>(shape: Readonly<Record<Name, Maker>>): Name[] {
  return Object.keys(shape) as Name[];
}
