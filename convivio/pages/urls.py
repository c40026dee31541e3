from django.urls import path

from convivio.pages.views import desk, desk_news, desk_rows, desk_texts, news, news_pictures, public

app_name = "pages"
urlpatterns = [
    path("network/", public.network, name="network"),
    path("network/members/", public.network_members, name="network_members"),
    path("network/bodies/", public.bodies, name="network_bodies"),
    path("network/news/", news.news_list, name="network_news"),
    path("network/news/feed/", news.feed, name="network_feed"),
    path("network/news/<int:number>/", news.news_item, name="news_item"),
    path(
        "network/news/<int:number>/picture/<slug:digest>/<slug:size>.jpg",
        news_pictures.news_picture,
        name="news_picture",
    ),
    path("network/desk/", desk.mine, name="my_desk"),
    path("network/desk/<slug:slug>/", desk.desk, name="desk"),
    path("network/desk/<slug:slug>/texts/<slug:part>/", desk_texts.text, name="text_desk"),
    path("network/desk/<slug:slug>/texts/<slug:part>/draft/", desk_texts.draft, name="draft"),
    path("network/desk/<slug:slug>/texts/<slug:part>/preview/", desk_texts.preview, name="preview"),
    path("network/desk/<slug:slug>/texts/<slug:part>/versions/", desk_texts.versions, name="versions"),
    path(
        "network/desk/<slug:slug>/texts/<slug:part>/versions/<int:number>/",
        desk_texts.bringing_back,
        name="bringing_back",
    ),
    path("network/desk/<slug:slug>/news/", desk_news.news_desk, name="news_desk"),
    path("network/desk/<slug:slug>/news/new/", desk_news.new_news, name="new_news"),
    path("network/desk/<slug:slug>/news/<int:number>/", desk_news.news_writing, name="news_writing"),
    path(
        "network/desk/<slug:slug>/news/<int:number>/picture/",
        news_pictures.news_picture_writing,
        name="news_picture_writing",
    ),
    path(
        "network/desk/<slug:slug>/news/<int:number>/<slug:standing>/",
        desk_news.news_standing,
        name="news_standing",
    ),
    path("network/desk/<slug:slug>/bodies/", desk_rows.bodies_desk, name="bodies_desk"),
    path("network/desk/<slug:slug>/bodies/new/", desk_rows.body_writing, name="new_body"),
    path("network/desk/<slug:slug>/bodies/<int:number>/", desk_rows.body_writing, name="body_writing"),
    path("network/desk/<slug:slug>/bodies/<int:body>/terms/new/", desk_rows.term_writing, name="new_term"),
    path(
        "network/desk/<slug:slug>/bodies/<int:body>/terms/<int:number>/",
        desk_rows.term_writing,
        name="term_writing",
    ),
    path("network/desk/<slug:slug>/funding/", desk_rows.funding_desk, name="funding_desk"),
    path("network/desk/<slug:slug>/funding/new/", desk_rows.funding_writing, name="new_funding"),
    path("network/desk/<slug:slug>/funding/<int:number>/", desk_rows.funding_writing, name="funding_writing"),
    path("network/<slug:part>/", public.text, name="text"),
    path("clusters/<slug:slug>/", public.cluster, name="cluster"),
    path("clusters/<slug:slug>/members/", public.members, name="members"),
    path("clusters/<slug:slug>/bodies/", public.bodies, name="bodies"),
    path("clusters/<slug:slug>/value-chains/<slug:chain>/", public.chain, name="chain"),
    path("clusters/<slug:slug>/news/", news.news_list, name="news"),
    path("clusters/<slug:slug>/news/feed/", news.feed, name="feed"),
]
