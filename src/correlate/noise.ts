import type { Change, ChangedFile } from '../domain/change.ts';

/** Whoever touches more files than this changed something about the repository, not about a service. */
const MASS_EDIT = 50;

export function isMassEdit({ files, moreFiles }: Change): boolean {
  return moreFiles || files.length > MASS_EDIT;
}

const DOCUMENT = /\.(?:md|mdx|rst|adoc|png|jpe?g|gif|svg|webp|ico|drawio|pdf)$/i;
const DOCUMENT_FOLDER = /(?:^|\/)(?:docs?|runbooks?)\//i;
const MANIFEST = /\.(?:ya?ml|json|tpl|toml)(?:\.disabled)?$/i;
const NO_MANIFEST =
  /(?:^|\/)(?:LICENSE|NOTICE|COPYING|README|CODEOWNERS|OWNERS|\.gitignore|\.gitattributes|\.DS_Store)(?:\.txt)?$/i;

/** Nothing in the cluster follows from it. */
export function isDocument({ path }: ChangedFile): boolean {
  // A service may be called docs.
  return DOCUMENT.test(path) || NO_MANIFEST.test(path) || (DOCUMENT_FOLDER.test(path) && !MANIFEST.test(path));
}
