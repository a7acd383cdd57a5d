-- Makes a kind the visitor's one mark on a page, or takes his mark back.
-- KEYS, ARGV 1–11: see part-page.lua. ARGV 12 kind, '' for none; 13 the last 7 bytes of the commandId
-- Returns { status, page, what he holds, what he held, '1' where the page has changed }; status alone where nothing was done.
-- Atomic: the count of a kind is the number of visitors who hold it, whatever two nodes do at once, and a command that
-- was counted is known.
-- include: index, page

local kind, commandTail = ARGV[12], ARGV[13]
loadPage()
local tally = page[TALLY]
local own = readOwn(visitor)
local mark = own and string.byte(own) or 0
local hasMark = own and string.sub(own, 2, 8) ~= '\0\0\0\0\0\0\0'
local mine = mark > 0 and tally[2 * mark - 1] or ''

local known = findCommand()
if not known and hasMark and string.sub(own, 2, 8) == commandTail then
  known = mine == kind and 'repeated' or 'conflict'
  if known == 'repeated' then noteCommand() end
end
if known == 'conflict' then return { 'conflict' } end
if known then return { known, pageText(), mine, mine } end
if ARGV[10] == '1' then return { 'unknown' } end

noteCommand()
if hasMark or kind ~= '' then
  local code = 0
  if kind ~= '' then
    for at = 1, #tally, 2 do
      if tally[at] == kind then code = (at + 1) / 2 end
    end
    if code == 0 then
      table.insert(tally, kind)
      table.insert(tally, 0)
      code = #tally / 2
    end
    indexVisitor('m')
  end
  own = own or blankOwn(visitor)
  local at = struct.pack('>I4', math.floor(now / 1000))
  saveOwn(visitor, string.char(code) .. commandTail .. at .. string.sub(own, 13))
  if code ~= mark then
    if mark > 0 then tally[2 * mark] = tally[2 * mark] - 1 end
    if code > 0 then tally[2 * code] = tally[2 * code] + 1 end
    page[VERSION] = page[VERSION] + 1
    isChanged = true
  end
end
return { 'applied', pageText(), kind, mine, isChanged and '1' or '0' }
