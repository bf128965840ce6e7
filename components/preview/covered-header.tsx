/**
 * What of a header others may not see: under the photo, and cut off above and below on some screens. It fills the
 * header it lies on. Its places are those of X's layout for a column 600 pixels wide, and approximate. The photo is marked where it is not drawn itself.
 */
export function CoveredHeader({ marksPhoto }: { marksPhoto: boolean }) {
  return (
    <span aria-hidden="true" className="pointer-events-none absolute inset-0 overflow-hidden">
      <span className="veiled absolute inset-x-0 top-0 h-[12%] border-b border-dashed border-on-picture" />
      <span className="veiled absolute inset-x-0 bottom-0 h-[12%] border-t border-dashed border-on-picture" />
      {marksPhoto && (
        <span className="veiled absolute top-[66.5%] left-[2.7%] aspect-square w-[22.9%] rounded-full border border-dashed border-on-picture" />
      )}
    </span>
  )
}
