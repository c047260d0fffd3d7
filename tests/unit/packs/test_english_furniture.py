"""The pack of English furniture on lines as sites of many kinds write them, and on prose that uses the same words.

The lines are ours and no rule's example: what a pack finds of them says how far its patterns reach beyond what they were written for.
"""

from __future__ import annotations

import newslint

PROSE = "The committee met on Tuesday and agreed to publish its findings before the end of the year."

FURNITURE = """
Share this story with your friends
Share on LinkedIn
Share via email
Share full article
Share this with a friend
Tweet this
Post to Threads
Email this article to a friend
Print this page
Copy article link
Save this article for later
Add to reading list
Bookmark this page
Click to share on X (Opens in new window)
1.2K Shares
Share 34 Tweet 12
Like this? Tell your friends
Sign up for our daily newsletter
Get the morning briefing delivered straight to your inbox
Get our top stories in your inbox every weekday
Subscribe to The Harbour Post's weekly digest
Never miss a story: sign up for email alerts
Start your day with the stories you need to know
Enter your email address to subscribe
Please enter a valid email address.
By submitting your email, you agree to our terms and privacy notice.
Thanks for signing up! Check your inbox to confirm your subscription.
You're all set! Look out for our emails.
There was a problem signing you up. Please try again later.
Your information will be used in accordance with our privacy policy.
We'll never share your email with anyone else.
You can unsubscribe at any time.
Want more stories like this? Sign up here.
The best of the week, every Saturday, in your inbox.
Stay informed with our free news alerts
A weekly roundup of the stories that matter, sent every Friday.
Get breaking news alerts
Sign up to receive breaking news by text message
Join 20,000 subscribers who get our newsletter
Delivered every Tuesday
Related stories
Related: What the levy means for your ferry ticket
RELATED | Port chief resigns after audit
Read more: Five things to know about the levy
Read also: Ferry firm posts loss
READ NEXT: How the vote will work
Also read | Storm shuts two harbours
See also: Who pays for the quay?
More on this story
More from Marrow Bay
More stories like this
Top stories this week
Most read
Most popular in Business
Trending now
Editor's picks
Recommended for you
You might also like
Around the web
From our partners
Don't miss: The ten best beaches
In case you missed it: Mayor's speech in full
Up next: Ferry strike enters second week
What to read next
Keep reading: The levy explained
Read the full story here
Click here for more local news
For more on this story, visit our live page
Further reading
Latest headlines
Watch: Ferry runs aground
LISTEN: Our podcast on the port
PHOTOS: Storm hits the coast
Go deeper: Why ports are merging
Catch up quick: What you missed overnight
Advertisement
ADVERTISEMENT - CONTINUE READING BELOW
Article continues after advertisement
Story continues below this ad
Scroll to continue with content
Sponsored content
Paid post
Brought to you by Marrow Mutual
Partner content
This content was produced in partnership with Marrow Mutual
Skip advert
Report this ad
Advertise with us
We use cookies to give you the best experience on our website.
This site uses cookies. By continuing to browse, you accept our use of cookies.
Accept all cookies
Manage preferences
Cookie settings
Your privacy choices
Do not sell or share my personal information
We and our partners store and access information on your device
To see this content, please accept cookies
This website uses cookies to ensure you get the best experience
Subscribe now for unlimited access
To continue reading, please subscribe
This article is for subscribers only
This is premium content. Log in or subscribe to read on.
You have 2 free articles remaining this month
You've reached your free article limit
Already a member? Sign in
Start your free trial
Create a free account to keep reading
Register for free to continue
Get unlimited digital access for $1
Support local news. Subscribe today.
Unlock this story
Subscribe for full access
Join now for just £5 a month
Please enable JavaScript to continue
This page requires JavaScript
Your browser is out of date
You need to enable JavaScript to run this app.
Please turn off your ad blocker
Back to top
Skip to main content
Home / News / Local
Return to homepage
Next article
Previous post: Port shuts
Load more
Show more
View all
See all stories
Open menu
Toggle navigation
Search for:
Page 2 of 4
1 2 3 Next
Jump to comments
Close this dialog
Continue to next page
Leave a comment
3 comments
View comments (12)
Comments are closed.
Comments on this article are now closed
Log in to comment
Join the conversation
Be the first to comment
Post a comment
Show 15 comments
Let us know your thoughts in the comments
Report a comment
Comments are subject to moderation
Please read our commenting policy before posting
Your email address will not be published. Required fields are marked *
Save my name, email, and website in this browser for the next time I comment.
© 2023 Harbour Post. All rights reserved.
Copyright 2021 The Harbour Post
All content copyright Harbour Media Group
This material may not be published, broadcast, rewritten or redistributed.
Reproduction without permission is prohibited
Republish this article for free under our Creative Commons licence
Download our app
Get the Harbour Post app for iOS and Android
Available on Google Play
Scan the QR code to download the app
Read this story in our app
5 minutes ago
12.30pm BST
This live blog has now closed
LIVE UPDATES
Follow along for live updates
Refresh for the latest
Follow us on Facebook
Follow Mina on Twitter @minasato
Like us on Facebook
Join us on Telegram
Join our WhatsApp channel
Find us on Instagram
Connect with us
Follow the Harbour Post on Google News
Subscribe to our YouTube channel
Mina Sato is a reporter for the Harbour Post covering ports and trade.
Mina Sato is the Harbour Post's transport correspondent.
Reach Mina Sato at msato@harbourpost.example
Contact the writer: msato@harbourpost.example
About the author
Email Mina at msato@harbourpost.example or follow her on X.
The writer is a professor of economics at Marrow University.
Support independent journalism
Support our work
Donate today
Become a member
Make a donation
Help us keep local news free
If you value our reporting, please consider making a contribution
Buy me a coffee
Do you have a news tip? Contact us at tips@harbourpost.example
Got a tip? Email our newsroom
Do you know more about this story? Contact the reporter
Send us your photos and videos
Have a story to share? Get in touch
Spotted an error? Let us know
If you see something that doesn't look right, contact us
Letters to the editor should be sent to letters@harbourpost.example
We may earn a commission if you buy through links on our site.
This post contains affiliate links
When you purchase through links on our site, we may earn an affiliate commission
Prices correct at time of publication
As an Amazon Associate we earn from qualifying purchases
Listen to this article
Listen now
5 min read
Reading time: 4 minutes
0:00 / 2:15
Play video
This video is unavailable
Your browser does not support the audio element.
Video player is loading
Now playing
Click to enlarge
View gallery
Slide 1 of 12
View this post on Instagram
A post shared by Marrow Bay (@marrowbay)
Show Tweet
Tags: port, levy
Filed under: Local, Transport
Topics: Ports · Trade · Marrow
Categories: News, Local
#ports #trade #levy
Published: 12 March 2024, 10:15
Last updated on 3 May 2024 at 14:02
Updated 2 hours ago
First published on Mon 4 Mar 2024 06.00 GMT
Posted on March 3, 2024 by Mina Sato
Published 9:14 a.m. ET March 3, 2024
Photo: Mina Sato/Harbour Post
Image credit: Getty Images
Photograph by Mina Sato
(AP Photo/Mina Sato)
Picture: Supplied
File photo
Credit: Harbour Post
Mina Sato/Getty Images
Photo courtesy of Marrow Council
Illustration by Mina Sato
(Reporting by Mina Sato; Editing by Ana Rao)
Additional reporting by Ana Rao
With additional reporting from AFP
The Associated Press contributed to this report.
Mina Sato contributed reporting from Marrow.
— With files from The Canadian Press
With inputs from PTI
The views expressed in this article are the author's own and do not reflect the position of the Harbour Post.
The opinions expressed here are those of the author.
Opinions expressed by columnists do not necessarily represent those of the paper.
This article was originally published on Harbour Post.
This story was first published by Marrow Wire and is republished with permission.
This article is republished from The Marrow Conversation under a Creative Commons license.
The post Ferry sails again appeared first on Harbour Post.
This is a developing story. Check back for updates.
This story will be updated.
Get the latest news from Marrow on our website
The Harbour Post is your source for breaking news, politics, sport and weather
Why you can trust us
Our standards: The Harbour Trust Principles
Add us as a preferred source on Google
Make us preferred on Google
Thank you for reading
Thanks for reading the Harbour Post.
Was this article helpful?
Rate this article
Take our survey
Take our quiz
Vote in our poll
View results
Purchase licensing rights
Request a correction
Download PDF
Cite this article
Terms of use | Privacy policy
Terms and conditions apply
18+ only. Gamble responsibly.
Sign in or create an account
Log out
My account
Manage my subscription
Select your region
Change edition
Switch to dark mode
Font size
A A A
Text size
Translate this page
Explore more
Discover more from The Harbour Post
Contact us
Feedback
Hide caption
toggle caption
Enlarge this image
Advertisement 1
Loading...
View on map
""".strip().splitlines()

SENTENCES = """
Share this house, the council told the two families, or lose it.
The two cases are related, the court heard.
More from the fund will follow in May, the mayor said.
Most read the letter twice before they signed it.
The advertisement showed a ferry, the watchdog ruled.
We use cookies and cakes to win them over, the cook said.
Subscribers to the gas network will pay more from June.
Already a member of the council, she ran for mayor as well.
The site needs JavaScript developers, and cannot find them.
Back to the top of the hill it is two miles.
Next in line is the deputy, who wants the job.
Load more coal, the stoker shouted, or we drift.
Comments by the mayor angered the dockers.
Leave a comment out of it, her lawyer told her.
Copyright lasts for 70 years after the death of an author.
Download speeds on the island fell by half.
Five minutes ago the port was open.
Live updates of the tide tables were lost in the storm.
Follow the money, he told the inquiry.
Join the navy, the poster said, and he did.
Reach the island by noon or turn back, the pilot was told.
Support for the levy fell to a third.
Donations to the lifeboat doubled in a week.
Got a story to tell, the old keeper, and nobody to hear it.
Send your children to school by boat, the council told parents.
Agents may earn a commission of 2 per cent.
Prices are subject to a levy from June.
Listen to voters, she told ministers.
Play was stopped by rain at noon.
Reading time is over, the teacher said.
View from the quay is of cranes and gulls.
Topics of the day were ports, ports and ports.
Published in 1998 by a small press, the book sold out in a week.
Updated in May, the plan is now law.
Photographs by Rao hang in the hall.
Reporting by the paper led to the inquiry.
The views expressed at the hearing did not change.
Opinions expressed by dockers are divided, the poll shows.
This is a developing country, and the port is its one road.
More to the point, nobody has paid.
Text messages from the master were read in court.
Thank you for the boat, the child wrote.
Why you trust a pilot is simple: he has been there.
The best of the news is that nobody was hurt.
Start your day at the fish market, which opens at five.
Get the boats in, the master shouted.
Stay ahead of the storm, the service warned crews.
Manage the harbour as you would your own, he said.
Request a pilot before you enter the channel.
Terms of the truce were read out on the quay.
""".strip().splitlines()


def found(lines: list[str]) -> set[int]:
    """The lines of which a rule about what a page leaves behind speaks, each as the last block of an article of its own."""
    linter = newslint.Linter(select=["tag:leftover", "tag:label", "tag:disclosure"], ignore=["boilerplate.recurring-block"])
    lead = f"{PROSE}\n\n{PROSE} It did so.\n\n"
    return {
        number
        for number, line in enumerate(lines)
        for finding in linter.check_record({"title": "Findings due", "language": "en", "body": lead + line})
        if finding.start is not None and finding.start >= len(lead)
    }


def test_furniture_is_found() -> None:
    hits = found(FURNITURE)
    assert [line for number, line in enumerate(FURNITURE) if number not in hits] == []


def test_sentences_are_left_alone() -> None:
    assert not [SENTENCES[number] for number in sorted(found(SENTENCES))]
