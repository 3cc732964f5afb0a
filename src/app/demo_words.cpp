#include <array>
#include <map>

#include "app/demo.hpp"

namespace anju::app::demo {
namespace {

constexpr std::array<const char*, 8> spots{"3幢1单元门厅", "7幢2单元楼道", "北门垃圾投放点", "地下车库B区", "中心花园东侧", "12幢西侧通道", "南门岗亭旁", "5幢架空层"};

/// One honest sentence an inspector would write; items not listed use their own check point.
const std::map<std::string, std::string>& sentences() {
    static const std::map<std::string, std::string> all{
        {"C1.1", "投放点外散落两袋未分类垃圾，无人清运"},       {"C1.2", "楼道墙面有五处小广告未清除"},
        {"C1.3", "草坪有宠物粪便未清理，遛犬未牵绳"},           {"C1.4", "绿化带内约四平方米被改种蔬菜"},
        {"C2.1", "两户自行加装雨篷，空调外机不在预留位"},       {"C2.2", "一户装修未见审批记录"},
        {"C2.4", "楼道内堆放婴儿车和纸箱，通道变窄"},           {"C2.5", "一户客厅隔断后出租，居住三人"},
        {"C2.6", "底层住宅破墙经营小卖部"},                     {"C2.7", "抽查五份租赁协议，一份缺治安责任保证书"},
        {"C3.3", "上半年物业资金收支未公示"},                   {"C3.4", "本年度培训只有一次记录"},
        {"C3.5", "单元门闭门器损坏未修"},                       {"C3.6", "一条承租人信息迟报两个工作日"},
        {"C3.7", "违停未劝离，巡查记录缺三天"},                 {"D1.1", "从三楼窗口拉线给电动车充电"},
        {"D1.2.1", "外来车辆未登记进入"},                       {"D1.2.2", "消防登高面旁乱停两辆车"},
        {"D1.3", "车库角落堆放旧家具"},                         {"D2.2", "两只灭火器压力不足"},
        {"D2.3", "楼梯转角堆放杂物"},                           {"D2.8", "消防通道被三辆车占用"},
        {"D2.9", "三楼外窗装有固定金属栅栏"},                   {"D3.1", "夜间访客登记簿空白两天"},
        {"D3.2", "收废品人员未经许可进入"},                     {"D4.1.5", "轿厢内有小广告，警示标志脱落"},
        {"D4.2.2", "一台电梯检验合格标志已过期六天"},           {"E1.4.2", "四月、七月无文体活动记录"},
        {"E2.1", "主路有两处破损，监控盲区一处"},               {"E2.2", "健身房平日锁闭"},
    };
    return all;
}

}  // namespace

Words words_for(const policy::Item& item, unsigned seed) {
    auto const found = sentences().find(item.code);
    auto reason = found != sentences().end() ? found->second : "未做到：" + item.checks.at(seed % item.checks.size()).zh;
    return {std::move(reason), spots.at(seed % spots.size())};
}

}  // namespace anju::app::demo
