-- Notes on which pages a visitor that comes from another store holds something.
-- KEYS 1 bucket of the visitor, 2 his pages. ARGV 1 visitor, 2 entries of pages
-- Returns nothing.
-- Atomic: a visitor has one entry of a page.
-- include: index

for at = 1, #ARGV[2], 10 do
  indexPage(KEYS[1], KEYS[2], ARGV[1], string.sub(ARGV[2], at + 1, at + 9), string.sub(ARGV[2], at, at))
end
