"""The services that Apprise speaks to for us, by the schemes of their addresses.

Not on the list: what stays on this machine (a desktop, a log), what reads files of it (keys for FCM and VAPID), and
bare JSON, XML and forms, for which there are webhooks.
"""

SCHEMES = frozenset(
    """
    46elks elks apprise apprises atalk azure bark barks betterstack bluesky bsky brevo bulksms bulkvs burstsms chanify
    clickatell clicksend cliq zcliq zohocliq cm d7sms dapnet dingtalk discord dot eight00com exotel feishu firehydrant
    flock flowtriq flowtriqs freemobile gchat github goalert goalerts gorush gorushs gotify gotifys groupme guilded
    gupshup hassio hassios httpsms humhub humhubs ifttt ilert incidentio infobip jira join kaleyra kavenegar klr kook
    kudosity kumulos lark line mailersend mailgun mailto mailtos mastodon mastodons matrix matrixs misskey
    misskeys mmost mmosts mobilemessage mobilemsg msg91 msgbird ncloud nclouds nctalk nctalks nexmo notica
    noticas notifiarr notifico notificos notifyre ntfy ntfys o365 octopush onesignal opsgenie pagerduty pagertree pbul
    pinglet pinglets pjet pjets plivo postmark pover prowl psafer psafers push pushdeer pushdeers pushed pushme
    pushplus pushward pushy qq reddit resend revolt ringc rocket rockets ryver schan sendgrid sendpulse serwersms ses
    seven sfr signal signalgrid signals signl4 simplepush sinch slack smseagle smseagles smsmanager smsmgr smtp2go sns
    sparkpost spike splunk spugpush spush squadcast stackfield strmlabs synology synologys telesign telnyx tgram
    threema toot toots trigv trigvs tweet twilio twist twitter victorops viber voipms vonage webex wecom wecombot
    whapi whatsapp workflow workflows wpush wxpusher wxteams x xmatters zalo zoom zulip
    """.split()  # noqa: SIM905 - a list of quoted names is harder to read
)
