const files = import.meta.glob<Record<string, unknown>>('@lang/fr/*.json', {
  eager: true,
  import: 'default',
})

export default files
