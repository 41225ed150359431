declare const BUILD_ID: string | undefined;

/** Names what this program was built from. Run from its sources it has no name, and believes nothing that another build wrote down. */
export const BUILD: string | undefined = typeof BUILD_ID === 'undefined' ? undefined : BUILD_ID;
