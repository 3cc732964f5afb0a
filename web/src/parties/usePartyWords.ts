// The word for a kind of party where the server sends only its code.
import { useI18n } from 'vue-i18n'

export function usePartyWords() {
  const { t, te } = useI18n({ useScope: 'global' })
  return { partyWord: (kind: string) => (te(`parties.kind.${kind}`) ? t(`parties.kind.${kind}`) : kind) }
}
