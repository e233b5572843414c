import { ShareTransferPaperSchema } from '#database/schema'

/** The scan of what a side of a transfer signed on paper: its order, its answer, its withdrawal. */
export default class ShareTransferPaper extends ShareTransferPaperSchema {}
