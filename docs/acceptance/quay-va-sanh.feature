# language: vi
Tính năng: Quầy, sảnh và những lúc không suôn sẻ
  Theo tên các tình huống nghiệm thu của hệ thống Munich (it-at-m/eappointment):
  số tiếp theo lên bảng, chờ bổ sung, chuyển quầy, vắng mặt, gọi khi không có ai,
  hàng chờ chung và giới hạn gọi lại, số liệu công dân, lịch hẹn đến khi xong.

  Bối cảnh:
    Biết trung tâm có các quầy sau:
      | quầy | lĩnh vực          |
      | 1    | Hộ tịch, Đất đai |
      | 2    | Hộ tịch, Đất đai |
    Và quầy 1 mở
    Và quầy 2 mở

  Tình huống: Số vừa gọi hiện trên bảng, số hoàn tác biến mất
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Thì bảng sảnh hiện số của An ở quầy 1
    Khi quầy 1 hoàn tác
    Thì bảng sảnh không hiện số của An

  Tình huống: Người chờ bổ sung không mất lượt và không bị gọi thay
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 cho chờ bổ sung
    Và quầy 1 gọi tiếp
    Thì quầy 1 mời Bình
    Và An đang chờ bổ sung
    Khi quầy 2 phục vụ tiếp An
    Thì An đang được phục vụ tại quầy 2

  Tình huống: Chuyển sang quầy khác vẫn giữ giờ lấy số
    Khi An lấy số lĩnh vực Hộ tịch
    Và sau 2 phút Bình lấy số lĩnh vực Đất đai
    Và quầy 1 gọi tiếp
    Thì quầy 1 mời An
    Khi quầy 1 chuyển công dân sang lĩnh vực Đất đai
    Thì An đang chờ lĩnh vực Đất đai
    Khi quầy 2 gọi tiếp
    Thì quầy 2 mời An

  Tình huống: Chuyển đích danh một quầy thì chỉ quầy ấy gọi
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 chuyển công dân sang quầy 2
    Và quầy 1 gọi tiếp
    Thì không ai được mời
    Khi quầy 2 gọi tiếp
    Thì quầy 2 mời An

  Tình huống: Người vắng mặt quay lại trong ngày
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 báo vắng mặt
    Thì An vắng mặt
    Khi sau 5 phút quầy 1 phục vụ tiếp An
    Thì An đang được phục vụ tại quầy 1
    Khi quầy 1 hoàn thành
    Thì hôm nay có 1 lượt đến xong việc, 1 lượt giao dịch và 0 hồ sơ

  Tình huống: Gọi khi không có ai chờ
    Khi quầy 1 gọi tiếp
    Thì không ai được mời
    Và quầy 1 không giữ số nào

  Tình huống: Hai quầy chung một hàng chờ, không ai bị gọi hai lần
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và hai quầy 1 và 2 cùng gọi tiếp một lúc
    Thì mỗi quầy mời một người khác nhau

  Tình huống: Chỉ gọi lại đến giới hạn
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 gọi lại
    Và quầy 1 gọi lại
    Và quầy 1 gọi lại
    Thì An được mời tại quầy 1
    Khi quầy 1 gọi lại
    Thì bị từ chối với lời "đã được gọi lại 3 lần"

  Tình huống: Đang giữ một số thì không gọi được số khác
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và quầy 1 gọi tiếp
    Thì bị từ chối với lời "Quầy đang giữ số A001"
    Và quầy 1 mời An

  Tình huống: Nhấn hai lần chỉ là một lần
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp, phím dội hai lần
    Thì quầy 1 mời An
    Và Bình đang chờ

  Tình huống: Người ưu tiên được gọi sớm hơn, người thường không bị bỏ quên
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số ưu tiên lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Thì quầy 1 mời Bình
    Khi quầy 1 hoàn thành
    Và quầy 1 gọi tiếp
    Thì quầy 1 mời An

  Tình huống: Lịch hẹn từ lúc đặt đến lúc xong
    Khi An đặt lịch hẹn Hộ tịch lúc 09:00
    Và đến 08:50 An nhận số theo lịch hẹn
    Và đến 09:01 quầy 1 gọi tiếp
    Thì quầy 1 mời An
    Khi quầy 1 bắt đầu phục vụ
    Và sau 6 phút quầy 1 hoàn thành với 1 hồ sơ
    Thì An đã xong
    Và hôm nay có 1 lượt đến xong việc, 1 lượt giao dịch và 1 hồ sơ

  Tình huống: Tạm dừng phải có lý do, và quầy tạm dừng không gọi ai
    Khi An lấy số lĩnh vực Hộ tịch
    Và quầy 1 tạm dừng vì "đi cà phê"
    Thì bị từ chối với lời "Lý do không có trong danh mục"
    Khi quầy 1 tạm dừng vì "break"
    Và quầy 1 gọi tiếp
    Thì bị từ chối với lời "Quầy 1 đang tạm dừng"

  Tình huống: Bộ điều khiển khởi động lại giữa lúc phục vụ
    Khi An lấy số lĩnh vực Hộ tịch
    Và Bình lấy số lĩnh vực Hộ tịch
    Và quầy 1 gọi tiếp
    Và bộ điều khiển khởi động lại
    Thì quầy 1 mời An
    Khi quầy 1 hoàn thành
    Và quầy 1 gọi tiếp
    Thì quầy 1 mời Bình
