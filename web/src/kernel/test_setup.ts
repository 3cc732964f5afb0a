// jsdom has no dialog.showModal, no scrolling and no canvas; the tests need them to exist, not to do anything.
HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) { this.open = true }
HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) { this.open = false }
Element.prototype.scrollIntoView ??= () => undefined
HTMLCanvasElement.prototype.getContext = () => null
