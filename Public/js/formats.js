// What the buttons over a rich text do.
import { t } from './words.js';

export const formats = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  code: (chain) => chain.toggleCode(),
};

/** Takes a link away, or asks where it is to lead. */
export function link(editor) {
  const chain = editor.chain().focus();
  if (editor.isActive('link')) return chain.unsetMark('link').run();
  const url = prompt(t('js.composer.linkPrompt'), 'https://');
  if (url && /^(https?:|mailto:|tel:)/i.test(url)) chain.extendMarkRange('link').setMark('link', { href: url }).run();
}
