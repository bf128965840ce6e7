/** Why something could not be kept on this device, or not be read from it. */
export interface StorageProblem {
  reason: /** The browser keeps nothing here: a private window, a setting, a broken profile. */
    | 'refused'
    /** The browser does not answer. */
    | 'silent'
    /** There is no room left. */
    | 'full'
    /** A newer version of this page, in another tab, has changed how things are kept. */
    | 'outdated_page'
    /** What was kept cannot be read; it was put aside and is in nobody's way. */
    | 'set_aside'
    /** Another tab wrote later; nothing was overwritten. */
    | 'changed_elsewhere'
    /** It is not there any more. */
    | 'gone'
}
