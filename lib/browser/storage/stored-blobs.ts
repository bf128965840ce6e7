import { z } from 'zod/mini'

/** What is kept in a blob's place by a browser that refuses blobs and keeps bytes: Safari in a private window. */
interface SavedBytes {
  data: ArrayBuffer
  type: string
}

const bytesOf = new WeakMap<Blob, ArrayBuffer>()
const blobsOf = new WeakMap<object, Blob[]>()

/** A blob as it goes into a record. A plain one comes back alike from every browser: a file's name is kept by whoever points at it. */
export function asSaved(transaction: object, blob: Blob): Blob | SavedBytes {
  const data = bytesOf.get(blob)
  if (data) return { data, type: blob.type }
  blobsOf.set(transaction, [...(blobsOf.get(transaction) ?? []), blob])
  return blob.slice(0, blob.size, blob.type)
}

/**
 * Reads the blobs that a transaction was to keep, which no transaction would wait for; from then on they are kept as bytes.
 * Gives false when there were none.
 */
export async function readBytesFor(transaction: object): Promise<boolean> {
  const blobs = blobsOf.get(transaction) ?? []
  for (const blob of blobs) bytesOf.set(blob, await blob.arrayBuffer())
  return blobs.length > 0
}

function blobOfBytes({ data, type }: SavedBytes): Blob {
  const blob = new Blob([data], { type })
  bytesOf.set(blob, data)
  return blob
}

/** A blob in a record, however it was kept. */
export const SavedBlobSchema = z.union([
  z.instanceof(Blob),
  z.pipe(z.object({ data: z.instanceof(ArrayBuffer), type: z.string() }), z.transform(blobOfBytes)),
])
