/** Opens a `<dialog>` as the page's only business as soon as it stands in the page. */
import type { Attachment } from 'svelte/attachments';

export const modal: Attachment<HTMLDialogElement> = (dialog) => {
  dialog.showModal();
};
