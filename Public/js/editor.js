// The rich-text editor over a plain textarea; loaded when somebody is about to write.
import {
  Blockquote, Bold, BulletList, Code, CodeBlock, Document, Editor, HardBreak, History, Italic, Link, ListItem, Node, OrderedList, Paragraph,
  Placeholder, Text,
} from '../vendor/editor.js';

const Picture = Node.create({
  name: 'image',
  group: 'block',
  draggable: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: '' } }),
  parseHTML: () => [{ tag: 'img[src]' }],
  renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
});

/** Text of a textarea as paragraphs. */
export function paragraphs(text) {
  const box = document.createElement('div');
  for (const part of text.split(/\n{2,}/)) {
    const paragraph = box.appendChild(document.createElement('p'));
    part.split('\n').forEach((line, index) => paragraph.append(...(index ? [document.createElement('br')] : []), line));
  }
  return box.innerHTML;
}

export function createEditor({ element, content, placeholder, label, onUpdate, onPaste, onDrop, onSelection }) {
  return new Editor({
    element,
    content,
    injectCSS: false,
    extensions: [
      Document, Paragraph, Text, HardBreak, Bold, Italic, Code, CodeBlock, Blockquote, BulletList, OrderedList, ListItem, History, Picture,
      Link.configure({ openOnClick: false }), Placeholder.configure({ placeholder }),
    ],
    editorProps: {
      attributes: { class: 'composer-text prose', role: 'textbox', 'aria-multiline': 'true', 'aria-label': label },
      handlePaste: (_, event) => onPaste(event),
      handleDrop: (_, event) => onDrop(event),
    },
    onUpdate,
    onSelectionUpdate: onSelection,
    onTransaction: onSelection,
  });
}
