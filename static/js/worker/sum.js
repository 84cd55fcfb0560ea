// A worker: computes the SHA-256 of the file it is sent, a piece at a time, so that neither the page nor its memory feels
// it. Says `done` bytes on the way and `digest` at the end; `lost` when the file can no longer be read.
const PIECE = 4 * 1024 * 1024;
const K = new Int32Array(64);
const BEGIN = new Int32Array(8);
const words = new Int32Array(64);

const fraction = (number) => (number - Math.floor(number)) * 2 ** 32 | 0;

for (let number = 2, count = 0; count < 64; number += 1) {
  if ([...Array(number).keys()].slice(2).some((one) => number % one === 0)) continue;
  if (count < 8) BEGIN[count] = fraction(Math.sqrt(number));
  K[count] = fraction(Math.cbrt(number));
  count += 1;
}

onmessage = async ({ data: file }) => {
  const state = BEGIN.slice();
  try {
    for (let at = 0; at < file.size; at += PIECE) {
      const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
      take(state, at + PIECE < file.size ? piece : ended(piece, file.size));
      postMessage({ done: Math.min(at + PIECE, file.size) });
    }
    postMessage({ digest: [...state].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("") });
  } catch {
    postMessage({ lost: true });
  }
};

// The last piece, filled up as the rule wants it: a one, zeros, and how many bits there were.
function ended(piece, size) {
  const whole = new Uint8Array(Math.ceil((piece.length + 9) / 64) * 64);
  whole.set(piece);
  whole[piece.length] = 128;
  const view = new DataView(whole.buffer);
  view.setUint32(whole.length - 8, Math.floor(size / 2 ** 29));
  view.setUint32(whole.length - 4, size * 8 >>> 0);
  return whole;
}

function take(state, bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; at += 64) {
    for (let n = 0; n < 16; n += 1) words[n] = view.getInt32(at + n * 4);
    for (let n = 16; n < 64; n += 1) {
      const x = words[n - 15];
      const y = words[n - 2];
      const low = (x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3;
      const high = (y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10;
      words[n] = words[n - 16] + low + words[n - 7] + high | 0;
    }
    turn(state);
  }
}

function turn(state) {
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let n = 0; n < 64; n += 1) {
    const high = (e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7);
    const one = h + high + (e & f ^ ~e & g) + K[n] + words[n] | 0;
    const low = (a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10);
    const two = low + (a & b ^ a & c ^ b & c) | 0;
    h = g;
    g = f;
    f = e;
    e = d + one | 0;
    d = c;
    c = b;
    b = a;
    a = one + two | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}
