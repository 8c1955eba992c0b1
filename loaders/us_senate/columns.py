"""What the fields of the list, and of the copy with guesses, are called."""

NUMBER, RECEIVED, TOPIC = "Treaty Document Number", "Date Received From President", "Treaty Topic"
DONE, DONE_ON = "Latest Senate Action", "Latest Senate Action Date"
COLUMNS = (NUMBER, "Title", "URL", RECEIVED, TOPIC, DONE_ON, DONE)
HINTS, COUNTRIES = "treaties_with_countries.json", "countries"  # the file of the copy, and its field beside these
