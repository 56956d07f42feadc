import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue: 0 to 255. */
type Colour = readonly [number, number, number];

/** One chunk of a PNG (https://www.w3.org/TR/png-3/#5Chunk-layout). */
function chunkOf(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.byteLength);
  chunk.writeUInt32BE(data.byteLength, 0);
  chunk.write(type, 4);
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.byteLength - 4);
  return chunk;
}

/** A square picture of `side` pixels, drawn by a function of its places from 0 to 1. */
export function pngOf(side: number, colourAt: (x: number, y: number) => Colour): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits for each of three colours.
  header.set([8, 2], 8);
  const pixels = Buffer.alloc(side * (1 + side * 3));
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) pixels.set(colourAt(x / side, y / side), y * (1 + side * 3) + 1 + x * 3);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunkOf('IHDR', header),
    chunkOf('IDAT', deflateSync(pixels)),
    chunkOf('IEND', Buffer.alloc(0)),
  ]);
}
