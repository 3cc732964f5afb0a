// Sends a photo or a paper and tells how far it is. Photos above the server's limit are made smaller first (which also drops their place data).
import { ApiProblem, csrfToken, language } from '@/kernel/api'
import { isPaper, paperType } from './papers'

export interface UploadedFile { id: string; type: string }
export interface UploadedPhoto extends UploadedFile { width: number; height: number }

/** What the server takes; phones turn other formats into JPEG when they are asked for these. */
export const photoTypes = 'image/jpeg,image/png,image/webp'
const largest = 10 * 1024 * 1024
const longestSide = 3000
const largestPaper = 20 * 1024 * 1024
const paperTooLarge = { code: 'paper_too_large', detail_zh: '文件超过 20 MB，请压缩或拆成几份后上传。', detail_en: 'The file is larger than 20 MB; compress it or split it into parts.' }

async function fitted(file: File): Promise<Blob> {
  if (file.size <= largest) return file
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), 'image/jpeg', 0.85))
}

const lost = { code: 'no_network', detail_zh: '没有传上去。请检查网络，再试一次。', detail_en: 'It was not sent. Check the network and try again.' }

function answerOf(request: XMLHttpRequest): unknown {
  try { return JSON.parse(request.responseText) } catch { return null }
}

export async function uploadPhoto(file: File, tell: (share: number) => void, signal?: AbortSignal): Promise<UploadedPhoto> {
  const bytes = await fitted(file)
  return send('/api/photos', bytes, bytes.type || 'application/octet-stream', tell, signal) as Promise<UploadedPhoto>
}

/** A PDF as it is, anything else as a photo. */
export async function uploadPaper(file: File, tell: (share: number) => void, signal?: AbortSignal): Promise<UploadedFile> {
  if (!isPaper(file)) return uploadPhoto(file, tell, signal)
  if (file.size > largestPaper) throw new ApiProblem(413, paperTooLarge)
  return send('/api/papers', file, paperType, tell, signal)
}

function send(target: string, bytes: Blob, type: string, tell: (share: number) => void, signal?: AbortSignal): Promise<UploadedFile> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    request.open('POST', target)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('Accept-Language', language.value === 'zh' ? 'zh-CN' : 'en')
    request.setRequestHeader('Content-Type', type)
    request.setRequestHeader('X-Anju-Csrf', csrfToken())
    request.upload.onprogress = (event) => { if (event.lengthComputable) tell(event.loaded / event.total) }
    request.onerror = () => fail(new ApiProblem(0, lost))
    request.onload = () => {
      const answer = answerOf(request)
      if (request.status >= 200 && request.status < 300) done(answer as UploadedFile)
      else fail(new ApiProblem(request.status, (answer ?? {}) as object))
    }
    signal?.addEventListener('abort', () => request.abort())
    request.send(bytes)
  })
}
