"""What the interface says of documents, versions and changes, in one language: as plain text, or as HTML by the same functions.

`Phrases` looks words up and fills them in; `Words` is its plain text, `clausebook.pages.html_words.HtmlWords` its HTML. A function here takes either
and answers in the same form. Commands that print text load nothing of pages.
"""
