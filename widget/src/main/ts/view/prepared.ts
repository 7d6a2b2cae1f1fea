/**
 * A file as it will be sent. Pictures that are large, or of a type that WhatsApp does not take, become JPEG;
 * everything else, and a picture that this browser cannot read, stays as it is.
 */
import type { Chosen } from '../change.js';

/** The gateway takes no more. */
export const FILE_BYTES_MAX = 16 * 1_048_576;

/** A photo with more is made smaller; one with less is sent as it is. */
const PHOTO_BYTES_MAX = 2 * 1_048_576;
const PHOTO_PIXELS_MAX = 2_048;
const JPEG_QUALITY = 0.85;
/** As WhatsApp takes pictures. */
const TAKEN = ['image/jpeg', 'image/png'];

export async function prepared(file: File): Promise<Chosen> {
  const name = file.name === '' ? 'file' : file.name;
  const plain = { name, mime: file.type, size: file.size, bytes: file, handle: null };
  const kind = /^(image|video|audio)\//.exec(file.type)?.[1] ?? 'document';
  if (kind !== 'image' || file.size === 0) {
    return { ...plain, kind, width: null, height: null };
  }
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return { ...plain, kind: 'document', width: null, height: null };
  }
  try {
    const { width, height } = bitmap;
    const asItIs: Chosen = { ...plain, kind, width, height };
    const taken = TAKEN.includes(file.type);
    if (taken && file.size <= PHOTO_BYTES_MAX) {
      return asItIs;
    }
    const small = scaled(width, height);
    const bytes = await jpeg(bitmap, small.width, small.height);
    if (bytes === null || (taken && bytes.size >= file.size)) {
      return asItIs;
    }
    const renamed = name.replace(/\.[^.]*$/, '') + '.jpg';
    return { ...asItIs, ...small, name: renamed, mime: bytes.type, size: bytes.size, bytes };
  } finally {
    bitmap.close();
  }
}

/** The longer side is at most what a photo needs. */
export function scaled(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, PHOTO_PIXELS_MAX / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** JPEG has no holes: what is behind them becomes white. */
function jpeg(bitmap: ImageBitmap, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d');
  if (pen === null) {
    return Promise.resolve(null);
  }
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(bitmap, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', JPEG_QUALITY));
}
