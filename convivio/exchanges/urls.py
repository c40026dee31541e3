from django.urls import path

from convivio.exchanges.views import exchange, ours, sums

app_name = "exchanges"
urlpatterns = [
    path("", ours.ours, name="ours"),
    path("new/", exchange.new, name="new"),
    path("totals/", sums.network_totals, name="totals"),
    path("statement/<int:year>/", ours.statement, name="statement"),
    path("of/<slug:cluster>/", sums.of_cluster, name="of_cluster"),
    path("<int:number>/", exchange.page, name="page"),
    path("<int:number>/step/", exchange.stepping, name="step"),
    path("<int:number>/taking-back/", exchange.taking_back, name="take_back"),
    path("<int:number>/worth/", exchange.worth, name="worth"),
]
