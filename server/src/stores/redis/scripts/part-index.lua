-- Which pages a visitor holds something on: entries of a flag ('p' has posted, 'm' has not) and the 9 bytes of a page's id,
-- one behind the other in the hash of his bucket; of one with many pages in a hash of his own, and '' in the bucket.

local ENTRY, MOST = 10, 60
local function indexPage(bucket, pages, field, pageId, flag)
  local entry = flag .. pageId
  local known = redis.call('HGET', bucket, field)
  if known == '' then
    if flag == 'p' then redis.call('HSET', pages, pageId, flag) else redis.call('HSETNX', pages, pageId, flag) end
    return
  end
  known = known or ''
  for at = 1, #known, ENTRY do
    if string.sub(known, at + 1, at + ENTRY - 1) == pageId then
      if flag == 'm' or string.sub(known, at, at) == 'p' then return end
      redis.call('HSET', bucket, field, string.sub(known, 1, at - 1) .. entry .. string.sub(known, at + ENTRY))
      return
    end
  end
  if #known + ENTRY <= MOST then
    redis.call('HSET', bucket, field, known .. entry)
    return
  end
  for at = 1, #known, ENTRY do
    redis.call('HSET', pages, string.sub(known, at + 1, at + ENTRY - 1), string.sub(known, at, at))
  end
  redis.call('HSET', pages, pageId, flag)
  redis.call('HSET', bucket, field, '')
end

local function entriesOf(bucket, pages, field)
  local known = redis.call('HGET', bucket, field)
  if known ~= '' then return known or '' end
  local entries, all = {}, redis.call('HGETALL', pages)
  for at = 1, #all, 2 do table.insert(entries, all[at + 1] .. all[at]) end
  return table.concat(entries)
end
